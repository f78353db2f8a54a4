package io.waybill.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Links between the documents, also as they lie in the distribution, where README.md stands beside docs. */
class LinksTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

    @Test
    void leadSomewhere() {
        List<String> broken = Documents.all().stream()
                .flatMap(document -> LINK.matcher(Documents.text(document))
                        .results()
                        .map(link -> link.group(1))
                        .filter(target -> !Files.exists(Path.of(document).resolveSibling(target)))
                        .map(target -> document + " → " + target))
                .toList();
        assertEquals(List.of(), broken);
    }
}
