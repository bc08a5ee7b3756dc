package io.jenkins.plugins.aviary.content;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;
import party.iroiro.luajava.Lua;
import party.iroiro.luajava.LuaException;
import party.iroiro.luajava.luajit.LuaJit;

/**
 * Finds mistakes in a file that a server would read, without running it: the syntax of Lua by LuaJIT's own compiler, which
 * Canary has, and the form of XML. Safe for use by several threads.
 */
final class ScriptCheck {
    private static final byte BYTECODE = 0x1b;

    private ScriptCheck() {}

    /** What is wrong with a file, or nothing. */
    static Optional<ScriptFault> faultOf(String path, byte[] content) {
        if (path.endsWith(".lua")) {
            return lua(path, content);
        }
        return path.endsWith(".xml") ? xml(path, content) : Optional.empty();
    }

    private static Optional<ScriptFault> lua(String path, byte[] content) {
        if (content.length > 0 && content[0] == BYTECODE) {
            return Optional.of(
                    new ScriptFault(path, 0, "it is compiled, so that nobody can review it; commit its source"));
        }
        // An empty buffer has no address that LuaJIT could read from.
        byte[] source = content.length == 0 ? new byte[] {'\n'} : content;
        ByteBuffer buffer = ByteBuffer.allocateDirect(source.length);
        buffer.put(source).flip();
        try (Lua lua = new LuaJit()) {
            lua.load(buffer, "@" + path);
            return Optional.empty();
        } catch (LuaException e) {
            String message = String.valueOf(e.getMessage());
            return Optional.of(ScriptFault.in(message, path).orElse(new ScriptFault(path, 0, message)));
        }
    }

    private static Optional<ScriptFault> xml(String path, byte[] content) {
        try {
            SAXParserFactory factory = SAXParserFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            factory.newSAXParser().parse(new InputSource(new ByteArrayInputStream(content)), new DefaultHandler());
            return Optional.empty();
        } catch (SAXParseException e) {
            return Optional.of(new ScriptFault(path, e.getLineNumber(), ScriptFault.shortened(e.getMessage())));
        } catch (SAXException | IOException e) {
            return Optional.of(new ScriptFault(path, 0, ScriptFault.shortened(String.valueOf(e.getMessage()))));
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("This Java has no safe XML parser: " + e.getMessage(), e);
        }
    }
}
