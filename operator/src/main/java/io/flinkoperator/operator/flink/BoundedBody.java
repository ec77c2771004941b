package io.flinkoperator.operator.flink;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** The bytes of an answer, up to a size; what is longer is not read to its end, nor kept. */
final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {

    /** An answer was longer than any that makes sense. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private final HttpResponse.BodySubscriber<byte[]> kept =
            HttpResponse.BodySubscribers.ofByteArray();
    private final int max;
    private Flow.Subscription source;
    private long length;

    BoundedBody(int max) {
        this.max = max;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        source = subscription;
        kept.onSubscribe(subscription);
    }

    @Override
    public void onNext(List<ByteBuffer> part) {
        boolean isOver = length > max;
        length += part.stream().mapToLong(ByteBuffer::remaining).sum();
        if (length <= max) {
            kept.onNext(part);
        } else if (!isOver) {
            source.cancel();
            kept.onError(new TooLong());
        }
    }

    @Override
    public void onError(Throwable failure) {
        kept.onError(failure);
    }

    @Override
    public void onComplete() {
        kept.onComplete();
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return kept.getBody();
    }
}
