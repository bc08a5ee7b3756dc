/** What a server is made of: vcpkg's ports as a bill of materials. */
package io.jenkins.plugins.aviary.scan.parts;
