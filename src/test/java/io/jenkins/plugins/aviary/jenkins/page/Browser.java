package io.jenkins.plugins.aviary.jenkins.page;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/** What comes out of an answer, as a browser gets it. */
final class Browser {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final Map<String, String> headers = new HashMap<>();
    private int status = 200;
    private String type = "";
    private String redirect = "";

    private Browser() {}

    /** A question for an address below a page's own. */
    static StaplerRequest2 question(String path, Map<String, String[]> parameters, Map<String, String> headers) {
        return (StaplerRequest2) Proxy.newProxyInstance(
                Browser.class.getClassLoader(),
                new Class<?>[] {StaplerRequest2.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getRestOfPath" -> path;
                    case "getParameterMap" -> parameters;
                    case "getHeader" -> headers.get((String) arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    static StaplerRequest2 question(String path) {
        return question(path, Map.of(), Map.of());
    }

    static Browser shows(HttpResponse answer) throws Exception {
        return shows(answer, question(""));
    }

    static Browser shows(HttpResponse answer, StaplerRequest2 question) throws Exception {
        Browser browser = new Browser();
        answer.generateResponse(question, browser.reply(), null);
        return browser;
    }

    private StaplerResponse2 reply() {
        return (StaplerResponse2) Proxy.newProxyInstance(
                Browser.class.getClassLoader(), new Class<?>[] {StaplerResponse2.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "setStatus" -> status = (int) arguments[0];
                        case "setContentType" -> type = (String) arguments[0];
                        case "setHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
                        case "sendRedirect" -> {
                            status = 302;
                            redirect = (String) arguments[0];
                        }
                        case "getOutputStream" -> {
                            return stream();
                        }
                        default -> throw new UnsupportedOperationException(method.getName());
                    }
                    return null;
                });
    }

    private ServletOutputStream stream() {
        return new ServletOutputStream() {
            @Override
            public void write(int one) {
                body.write(one);
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new UnsupportedOperationException();
            }
        };
    }

    int status() {
        return status;
    }

    String type() {
        return type;
    }

    String redirect() {
        return redirect;
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    byte[] bytes() {
        return body.toByteArray();
    }

    String text() {
        return body.toString(StandardCharsets.UTF_8);
    }
}
