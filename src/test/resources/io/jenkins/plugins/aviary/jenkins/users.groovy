import hudson.model.Item
import hudson.security.HudsonPrivateSecurityRealm
import io.jenkins.plugins.aviary.jenkins.AviaryPermissions
import jenkins.model.Jenkins
import org.jenkinsci.plugins.matrixauth.AuthorizationType
import org.jenkinsci.plugins.matrixauth.PermissionEntry

def jenkins = Jenkins.get()
if (!(jenkins.securityRealm instanceof HudsonPrivateSecurityRealm)) {
    def realm = new HudsonPrivateSecurityRealm(false, false, null)
    ['admin', 'viewer', 'ben', 'eve', 'reader'].each { realm.createAccount(it, it) }
    jenkins.securityRealm = realm
    def rights = new hudson.security.GlobalMatrixAuthorizationStrategy()
    def grant = { name, permissions -> permissions.each { rights.add(it, new PermissionEntry(AuthorizationType.USER, name)) } }
    grant('admin', [Jenkins.ADMINISTER])
    grant('viewer', [Jenkins.READ, AviaryPermissions.VIEW])
    grant('reader', [Jenkins.READ, Item.READ])
    ['ben', 'eve'].each { grant(it, [Jenkins.READ, Item.READ, Item.BUILD, AviaryPermissions.APPROVE]) }
    jenkins.authorizationStrategy = rights
    jenkins.numExecutors = 2
    jenkins.mode = hudson.model.Node.Mode.EXCLUSIVE
    jenkins.save()
}
