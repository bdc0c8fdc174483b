package io.loadplane.receiver;

import io.loadplane.model.webhook.PrivateTargets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/**
 * Sockets that connect to permitted addresses only. The address is looked at where it is used: whatever a name meant when
 * it was checked, and whatever it means the next moment, nothing else is ever connected to.
 */
final class GuardedSockets extends SocketFactory {

    /** The address is not for callers to reach. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused() {
            super(SENTENCE);
        }
    }

    /** Does not say the address: what names mean inside is not for everybody either. */
    static final String SENTENCE =
            "its address is not of the public internet, nor among loadplane.webhooks.allowed-private-targets";

    private final PrivateTargets targets;

    GuardedSockets(PrivateTargets targets) {
        this.targets = targets;
    }

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public void connect(SocketAddress to, int timeout) throws IOException {
                InetAddress address = ((InetSocketAddress) to).getAddress();
                if (!targets.permit(address)) {
                    throw new Refused();
                }
                super.connect(to, timeout);
            }
        };
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw new IOException("unconnected sockets only");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
        throw new IOException("unconnected sockets only");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw new IOException("unconnected sockets only");
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
        throw new IOException("unconnected sockets only");
    }
}
