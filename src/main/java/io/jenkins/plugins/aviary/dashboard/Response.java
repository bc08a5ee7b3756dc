package io.jenkins.plugins.aviary.dashboard;

/**
 * What a page gets to its question, for whoever speaks HTTP to send on.
 *
 * @param status the HTTP status: 200, 400, 404 or 500
 * @param contentType the media type, with its charset
 * @param body the content
 * @param etag the entity tag, with its quotes; a request that already has this one is answered with 304 and no content
 * @param cacheControl the value of {@code Cache-Control}
 */
public record Response(int status, String contentType, byte[] body, String etag, String cacheControl) {
    static final String JSON = "application/json; charset=utf-8";

    /** To be kept by the browser, and asked for again each time. */
    static final String ASK_AGAIN = "private, no-cache";

    /** Whether a request with this {@code If-None-Match} (or null) already has the content. */
    public boolean isKnownTo(String ifNoneMatch) {
        return status == 200
                && ifNoneMatch != null
                && java.util.Arrays.stream(ifNoneMatch.split(","))
                        .map(tag -> tag.strip().replaceFirst("^W/", ""))
                        .anyMatch(tag -> tag.equals(etag) || tag.equals("*"));
    }
}
