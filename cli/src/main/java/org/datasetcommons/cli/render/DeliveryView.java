package org.datasetcommons.cli.render;

import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Node;
import org.datasetcommons.usecase.Delivery;

/** The part of an outcome that says what content came from where, and what did not. */
public record DeliveryView(Delivery delivery) {
    private static final int SHOWN = 10;

    /** Adds the fields. */
    public FieldsBuilder in(FieldsBuilder fields) {
        return fields.put("objects", delivery.objects())
                .put("bytes", delivery.bytes())
                .put(
                        "from",
                        Node.items(delivery.shares().stream()
                                .map(share -> Node.fields()
                                        .put("place", share.place())
                                        .put("objects", share.objects())
                                        .put("bytes", share.bytes())
                                        .build())
                                .toList()))
                .put("missing", delivery.absent().size())
                .put(
                        "missingFiles",
                        Node.items(delivery.absent().stream()
                                .map(file -> Node.fields()
                                        .put("path", file.path())
                                        .put("sha256", file.pointer().oid().hex())
                                        .put("size", file.pointer().size())
                                        .put("reason", file.reason())
                                        .build())
                                .toList()));
    }

    /** As in {@code 12 content files, 3.4 MB}. */
    public String amount() {
        return Quantity.count(delivery.objects(), "content file", "content files") + ", "
                + Quantity.bytes(delivery.bytes());
    }

    /** Shows where content came from if it is more than one place, and what is missing. */
    public void text(Screen screen) {
        if (delivery.shares().size() > 1) {
            delivery.shares()
                    .forEach(share -> screen.note("  " + Quantity.count(share.objects()) + " from " + share.place()));
        }
        delivery.absent().stream().limit(SHOWN).forEach(file -> screen.warn(file.path() + ": " + file.reason()));
        int more = delivery.absent().size() - SHOWN;
        if (more > 0) {
            screen.warn("and " + Quantity.count(more) + " more files whose content is not here");
        }
    }
}
