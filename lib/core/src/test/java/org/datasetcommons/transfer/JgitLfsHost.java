package org.datasetcommons.transfer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.eclipse.jgit.lfs.server.LargeFileRepository;
import org.eclipse.jgit.lfs.server.LfsProtocolServlet;
import org.eclipse.jgit.lfs.server.fs.FileLfsRepository;
import org.eclipse.jgit.lfs.server.fs.FileLfsServlet;

/** JGit's Git LFS server on loopback: one that others have written, with as much of a servlet container as it asks for. */
final class JgitLfsHost implements AutoCloseable {
    private final HttpServer server;

    JgitLfsHost(Path directory) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var repository = new FileLfsRepository(origin() + "/content/", directory);
        var protocol = new LfsProtocolServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected LargeFileRepository getLargeFileRepository(LfsRequest request, String path, String auth) {
                return repository;
            }
        };
        serve("/owls/objects/batch", protocol);
        serve("/content/", new FileLfsServlet(repository, 0));
        server.start();
    }

    private String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    URI endpoint() {
        return URI.create(origin() + "/owls");
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void serve(String context, HttpServlet servlet) {
        server.createContext(context, exchange -> {
            try (exchange) {
                var response = new Response();
                servlet.service(request(exchange, context, response), response.proxy());
                response.send(exchange);
            } catch (ServletException e) {
                throw new IOException(e);
            }
        });
    }

    private static HttpServletRequest request(HttpExchange exchange, String context, Response response)
            throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        InvocationHandler answers = (proxy, method, arguments) -> switch (method.getName()) {
            case "getMethod" -> exchange.getRequestMethod();
            case "getHeader" -> exchange.getRequestHeaders().getFirst((String) arguments[0]);
            case "getPathInfo" ->
                "/"
                        + exchange.getRequestURI()
                                .getPath()
                                .substring(context.length())
                                .replaceFirst("^/", "");
            case "getInputStream" -> new Incoming(body);
            case "getReader" ->
                new BufferedReader(new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8));
            case "getProtocol" -> exchange.getProtocol();
            case "startAsync" -> async(response);
            default -> throw new UnsupportedOperationException("request." + method.getName());
        };
        return proxy(HttpServletRequest.class, answers);
    }

    private static AsyncContext async(Response response) {
        return proxy(AsyncContext.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getResponse" -> response.proxy();
            case "setTimeout", "complete" -> null;
            default -> throw new UnsupportedOperationException("async." + method.getName());
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
    }

    /** An answer, kept until it is whole. */
    private static final class Response {
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private final PrintWriter writer = new PrintWriter(new OutputStreamWriter(body, StandardCharsets.UTF_8));
        private int status = 200;
        private String type = "application/octet-stream";

        HttpServletResponse proxy() {
            return JgitLfsHost.proxy(HttpServletResponse.class, (proxy, method, arguments) -> {
                switch (method.getName()) {
                    case "setStatus", "sendError" -> status = (Integer) arguments[0];
                    case "setContentType" -> type = (String) arguments[0];
                    case "addHeader", "setHeader", "addDateHeader", "flushBuffer" -> {}
                    case "getWriter" -> {
                        return writer;
                    }
                    case "getOutputStream" -> {
                        return new Outgoing(body);
                    }
                    case "getStatus" -> {
                        return status;
                    }
                    case "isCommitted" -> {
                        return false;
                    }
                    default -> throw new UnsupportedOperationException("response." + method.getName());
                }
                return null;
            });
        }

        void send(HttpExchange exchange) throws IOException {
            writer.flush();
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.size() == 0 ? -1 : body.size());
            if (body.size() > 0) {
                body.writeTo(exchange.getResponseBody());
            }
        }
    }

    /** A body that is there at once. */
    private static final class Incoming extends ServletInputStream {
        private final ByteArrayInputStream in;

        Incoming(byte[] bytes) {
            in = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            return in.read();
        }

        @Override
        public boolean isFinished() {
            return in.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            try {
                listener.onDataAvailable();
                listener.onAllDataRead();
            } catch (IOException e) {
                listener.onError(e);
            }
        }
    }

    private static final class Outgoing extends ServletOutputStream {
        private final ByteArrayOutputStream out;

        Outgoing(ByteArrayOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) {
            out.write(value);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            try {
                listener.onWritePossible();
            } catch (IOException e) {
                listener.onError(e);
            }
        }
    }
}
