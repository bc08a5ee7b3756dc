/** What a scan finds, by what it is recognised again, and how findings are accepted for a time. */
package io.jenkins.plugins.aviary.scan.finding;
