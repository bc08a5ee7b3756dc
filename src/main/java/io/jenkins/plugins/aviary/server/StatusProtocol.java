package io.jenkins.plugins.aviary.server;

import io.jenkins.plugins.aviary.server.PlayerCount.OnlinePlayer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Asks a game server how it is, by the status protocol of Canary and The Forgotten Server: XML, or binary sections that
 * a bit mask chooses. The server answers an address that is not its own only once in five seconds and hangs up otherwise;
 * ask through {@link io.jenkins.plugins.aviary.host.GameHost#tunnel} and it sees its loopback address, which may ask at
 * any time. Answers are hostile: at most {@value #LONGEST} bytes, no document types, no entities. Safe for use by several
 * threads.
 */
public final class StatusProtocol {
    private static final int LONGEST = 256 * 1024;
    private static final byte[] XML_REQUEST = {6, 0, (byte) 0xff, (byte) 0xff, 'i', 'n', 'f', 'o'};
    private static final int COUNTS = 8;
    private static final int NAMES = 32;
    private static final int COUNTS_SECTION = 0x20;
    private static final int NAMES_SECTION = 0x21;

    private final InetSocketAddress address;
    private final Duration patience;

    /**
     * The server behind an address.
     *
     * @param patience how long it may take to answer
     */
    public StatusProtocol(InetSocketAddress address, Duration patience) {
        this.address = address;
        this.patience = patience;
    }

    /**
     * What it says of itself.
     *
     * @throws NoAnswer if it does not answer, or not in the protocol's form
     */
    public StatusAnswer ask() throws NoAnswer, InterruptedException {
        long begun = System.nanoTime();
        byte[] answer = new PortReader(address, patience).ask(XML_REQUEST, LONGEST);
        return parse(answer, Duration.ofNanos(System.nanoTime() - begun));
    }

    /** Counts the players, and names them if that is wanted. */
    public PlayerCount players(boolean names) throws NoAnswer, InterruptedException {
        int mask = COUNTS | (names ? NAMES : 0);
        byte[] request = {4, 0, (byte) 0xff, 1, (byte) mask, 0};
        return parsePlayers(new PortReader(address, patience).ask(request, LONGEST));
    }

    /** Reads an XML answer. */
    static StatusAnswer parse(byte[] answer, Duration latency) throws NoAnswer {
        try {
            DocumentBuilder builder = hardened();
            Document document = builder.parse(new ByteArrayInputStream(answer));
            Element root = document.getDocumentElement();
            if (!root.getTagName().equals("tsqp")) {
                throw new NoAnswer("its answer is no status but <" + shortened(root.getTagName()) + ">");
            }
            Element server = child(root, "serverinfo");
            Element players = child(root, "players");
            return new StatusAnswer(
                    shortened(server.getAttribute("servername")),
                    shortened(server.getAttribute("server") + " " + server.getAttribute("version"))
                            .strip(),
                    Duration.ofSeconds(number(server, "uptime")),
                    number(players, "online"),
                    number(players, "max"),
                    number(players, "peak"),
                    shortened(child(root, "map").getAttribute("name")),
                    latency);
        } catch (SAXException | IOException e) {
            throw new NoAnswer("its answer is no status: " + shortened(String.valueOf(e.getMessage())));
        }
    }

    private static DocumentBuilder hardened() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Strict());
            return builder;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("This Java has no safe XML parser: " + e.getMessage(), e);
        }
    }

    /** The parser's own handler would write to standard error. */
    private static final class Strict implements ErrorHandler {
        @Override
        public void warning(SAXParseException problem) {
            // A warning changes nothing in what was read.
        }

        @Override
        public void error(SAXParseException problem) throws SAXException {
            throw problem;
        }

        @Override
        public void fatalError(SAXParseException problem) throws SAXException {
            throw problem;
        }
    }

    private static Element child(Element root, String name) {
        Object found = root.getElementsByTagName(name).item(0);
        return found instanceof Element element
                ? element
                : root.getOwnerDocument().createElement(name);
    }

    private static int number(Element element, String attribute) {
        String text = element.getAttribute(attribute);
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    }

    private static String shortened(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", " ");
        return plain.length() <= 100 ? plain : plain.substring(0, 100) + "...";
    }

    /** Reads a binary answer with the sections that were asked for. */
    static PlayerCount parsePlayers(byte[] answer) throws NoAnswer {
        ByteBuffer buffer = ByteBuffer.wrap(answer).order(ByteOrder.LITTLE_ENDIAN);
        try {
            int length = buffer.getShort() & 0xffff;
            buffer.limit(Math.min(buffer.limit(), length + 2));
            int online = 0;
            int most = 0;
            int peak = 0;
            List<OnlinePlayer> players = new ArrayList<>();
            while (buffer.hasRemaining()) {
                int section = buffer.get() & 0xff;
                if (section == COUNTS_SECTION) {
                    online = buffer.getInt();
                    most = buffer.getInt();
                    peak = buffer.getInt();
                } else if (section == NAMES_SECTION) {
                    int count = buffer.getInt();
                    for (int i = 0; i < count; i++) {
                        players.add(new OnlinePlayer(text(buffer), buffer.getInt()));
                    }
                    online = Math.max(online, count);
                } else {
                    throw new NoAnswer("its answer has a section " + section + " that was not asked for");
                }
            }
            return new PlayerCount(online, most, peak, players);
        } catch (BufferUnderflowException e) {
            throw new NoAnswer("its answer ends in the middle");
        }
    }

    private static String text(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.getShort() & 0xffff];
        buffer.get(bytes);
        return shortened(new String(bytes, StandardCharsets.ISO_8859_1));
    }
}
