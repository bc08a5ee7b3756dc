package io.jenkins.plugins.aviary.notice;

import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/**
 * Decides where notices may be sent. A pipeline that could reach any address would be a way into the network that the
 * agent stands in (server-side request forgery), so addresses that are not public are refused unless they are allowed. The
 * names are resolved here; Java keeps the answer for the connection that follows, so a name cannot change in between.
 *
 * @param privateAllowed whether loopback, private and link-local addresses are allowed
 */
record AddressPolicy(boolean privateAllowed) {
    /**
     * Lets an address pass.
     *
     * @throws OperationFailure if it is refused, saying why without telling the rest of the URL, which may be a secret
     */
    void require(URI target) {
        String host = target.getHost();
        if (host == null || target.getRawUserInfo() != null) {
            throw new OperationFailure("The channel's address is not a URL with a host and without a user name");
        }
        boolean secure = "https".equals(target.getScheme());
        if (!secure && !("http".equals(target.getScheme()) && privateAllowed)) {
            throw new OperationFailure("The channel at " + host + " is not reached by https; use https");
        }
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!privateAllowed && isPrivate(address)) {
                    throw new OperationFailure("The channel at " + host + " is a private address ("
                            + address.getHostAddress() + "); set allowPrivateAddresses if that is meant");
                }
            }
        } catch (UnknownHostException e) {
            throw new OperationFailure("The channel's host " + host + " is not known; is its name right?", e);
        }
    }

    static boolean isPrivate(InetAddress address) {
        if (address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return true;
        }
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (address instanceof Inet4Address) {
            boolean carrierGrade = first == 100 && (second & 0xc0) == 64;
            return first == 0 || carrierGrade || first >= 240 || first == 192 && second == 0 && bytes[2] == 0;
        }
        boolean uniqueLocal = (first & 0xfe) == 0xfc;
        boolean translated = first == 0 && second == 0x64 && (bytes[2] & 0xff) == 0xff && (bytes[3] & 0xff) == 0x9b;
        return uniqueLocal || translated;
    }
}
