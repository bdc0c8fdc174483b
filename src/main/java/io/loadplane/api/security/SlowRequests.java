package io.loadplane.api.security;

import io.micronaut.context.annotation.Value;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.LastHttpContent;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ends connections of callers who begin a request and do not come to its end: who waits between requests is left alone. */
@Singleton
final class SlowRequests implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

    private final Duration longest;

    SlowRequests(@Value("${loadplane.receive-timeout}") Duration longest) {
        this.longest = longest;
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        event.getBean().register(new Everywhere());
        return event.getBean();
    }

    private final class Everywhere implements NettyServerCustomizer {

        @Override
        public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
            return role == ChannelRole.CONNECTION ? new OneConnection(channel) : this;
        }
    }

    private final class OneConnection implements NettyServerCustomizer {

        private final Channel channel;

        OneConnection(Channel channel) {
            this.channel = channel;
        }

        @Override
        public void onStreamPipelineBuilt() {
            ChannelPipeline pipeline = channel.pipeline();
            Reception reception = new Reception(channel);
            String codec = ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC;
            pipeline.addBefore(codec, "loadplane-request-begins", new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext context, Object bytes) {
                    reception.begins();
                    context.fireChannelRead(bytes);
                }
            });
            pipeline.addAfter(codec, "loadplane-request-ends", new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext context, Object part) {
                    if (part instanceof LastHttpContent) {
                        reception.ends();
                    }
                    context.fireChannelRead(part);
                }
            });
        }
    }

    /** Only ever touched by the thread of its connection. */
    private final class Reception {

        private final Channel channel;
        private @Nullable Future<?> end;

        Reception(Channel channel) {
            this.channel = channel;
        }

        void begins() {
            if (end == null) {
                end = channel.eventLoop().schedule(() -> channel.close(), longest.toMillis(), TimeUnit.MILLISECONDS);
            }
        }

        void ends() {
            if (end != null) {
                end.cancel(false);
                end = null;
            }
        }
    }
}
