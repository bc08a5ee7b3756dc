package org.springframework.security.core.userdetails;

@SuppressWarnings("serial")
public class UsernameNotFoundException extends RuntimeException {
    private UsernameNotFoundException() {}
}
