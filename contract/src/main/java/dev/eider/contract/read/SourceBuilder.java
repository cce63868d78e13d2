package dev.eider.contract.read;

import dev.eider.contract.FieldPath;
import dev.eider.contract.Incremental;
import dev.eider.contract.Paginator;
import dev.eider.contract.Source;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes sources of sections without problems. */
final class SourceBuilder {
    private SourceBuilder() {}

    static Source build(List<SourceEntry> sources) {
        Optional<Source.Api> api = sources.stream()
                .filter(source -> !source.isTopic())
                .map(source -> api(source.block()))
                .findFirst();
        Optional<Source.Topic> topic = sources.stream()
                .filter(SourceEntry::isTopic)
                .map(SourceBuilder::topic)
                .findFirst();
        if (api.isPresent() && topic.isPresent()) {
            return new Source.Both(api.get(), topic.get());
        }
        return topic.<Source>map(t -> t).or(() -> api).orElseThrow();
    }

    private static Source.Topic topic(SourceEntry source) {
        Block block = source.block();
        Optional<String> pattern = block.text("topic_pattern");
        return new Source.Topic(
                block.text("connection").orElseThrow(),
                pattern.or(() -> block.text("topic")).orElseThrow(),
                pattern.isPresent(),
                format(block.text("format", "json")),
                format(block.text("key_format", "string")),
                source.schema(),
                Source.Tombstones.valueOf(block.text("tombstones", "reject").toUpperCase(Locale.ROOT)));
    }

    private static Source.PayloadFormat format(String word) {
        return Source.PayloadFormat.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Source.Api api(Block source) {
        return new Source.Api(
                source.text("connection").orElseThrow(),
                source.text("path").orElseThrow(),
                source.names("params"),
                source.names("headers"),
                source.text("data_selector").flatMap(FieldPaths::parse).orElse(FieldPath.of()),
                paginator(source.block("paginator").orElseThrow()),
                source.text("total_path").flatMap(FieldPaths::parse),
                source.block("incremental").map(SourceBuilder::incremental),
                Source.OnBadPage.valueOf(source.text("on_bad_page", "fail").toUpperCase(Locale.ROOT)));
    }

    private static Paginator paginator(Block paginator) {
        int maximumPage = (int) paginator.whole("maximum_page", Paginator.MAXIMUM_PAGE);
        return switch (paginator.text("type", "")) {
            case "page_number" ->
                new Paginator.PageNumber(
                        paginator.text("page_param", "page"), (int) paginator.whole("base_page", 1), maximumPage);
            case "cursor" ->
                new Paginator.Cursor(
                        paginator.text("cursor_path").flatMap(FieldPaths::parse).orElseThrow(),
                        paginator.text("cursor_param", "cursor"),
                        maximumPage);
            case "header_link" -> new Paginator.HeaderLink(maximumPage);
            default -> new Paginator.SinglePage();
        };
    }

    private static Incremental incremental(Block incremental) {
        return new Incremental(
                LocalDate.parse(incremental.text("start").orElseThrow()),
                Incremental.Unit.valueOf(incremental.text("interval", "day").toUpperCase(Locale.ROOT)),
                (int) incremental.whole("lookback", 0),
                (int) incremental.whole("parallel", 1));
    }
}
