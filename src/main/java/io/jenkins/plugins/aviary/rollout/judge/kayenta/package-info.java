/** Judges as Netflix's judge of Spinnaker does (NetflixACAJudge-v1.0), for teams that move from it. */
package io.jenkins.plugins.aviary.rollout.judge.kayenta;
