/** What the tests of several packages share: a database, and surroundings that remember what they were told. */
package io.jenkins.plugins.aviary.testing;
