package io.waybill.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that a configuration names: lists of servers and secrets. */
class OtherFilesTest {

    private static final String WITH_LIST = "pools: {web: {serversFile: lists/web.servers}}\n";
    private static final String WITH_TOKEN =
            Read.POOLS + "admin: {tokens: [{name: deploy, role: operator, token: \"file:secrets/deploy\"}]}\n";
    private static final String SECRET = "0123456789abcdef";

    @TempDir
    Path directory;

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private LoadResult read(String yaml) throws IOException {
        return ConfigFile.read(write("waybill.yaml", yaml), Read.ENVIRONMENT::get);
    }

    private LoadResult.Loaded loaded(String yaml) throws IOException {
        LoadResult result = read(yaml);
        return assertInstanceOf(
                LoadResult.Loaded.class, result, () -> result.lines().toString());
    }

    private LoadResult.Wrong wrong(String yaml) throws IOException {
        return assertInstanceOf(LoadResult.Wrong.class, read(yaml));
    }

    private static List<String> names(LoadResult.Loaded loaded) {
        return loaded.config().pools().get(0).servers().stream()
                .map(ServerConfig::name)
                .toList();
    }

    @Test
    void aListInAFileOfItsOwnIsReadLikeServers() throws IOException {
        PoolConfig api = Read.config(Read.everyKey()).pools().get(0);
        assertEquals(
                List.of("a", "[2001:db8::1]:80", "b.example.com:81", "10.0.0.21:8080", "f2"),
                api.servers().stream().map(ServerConfig::name).toList());
        ServerConfig last = api.servers().get(4);
        assertEquals(3, last.weight());
        assertEquals(ServerMode.MAINT, last.mode());
        assertEquals(1, last.check() == null ? 0 : last.check().rise());
        assertEquals(ServerMode.DRAIN, api.servers().get(0).mode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"a:${PORT}\", {\"name\": \"b\", \"address\": \"b:80\"}]",
                "\ufeff- a:8081\r\n- {name: b, address: b:80}\r\n",
                "---\n- a:8081\n- name: b\n  address: b:80\n",
            })
    void aListMayBeYamlOrJson(String list) throws IOException {
        write("lists/web.servers", list);
        assertEquals(List.of("a:8081", "b"), names(loaded(WITH_LIST)));
    }

    @Test
    void twoPoolsMayReadOneList() throws IOException {
        write("lists/web.servers", "[\"a:80\"]");
        LoadResult.Loaded loaded = loaded("pools: {web: &p {serversFile: lists/web.servers}, other: *p}\n"
                + "routes: [{path: /o/, pool: other}, {pool: web}]");
        assertEquals(2, loaded.config().pools().size());
        assertEquals(2, loaded.files().size());
    }

    @Test
    void aMistakeInAListIsToldOnceAndWithThePlaceInThatFile() throws IOException {
        Path list = write("lists/web.servers", "- a:80\n- {address: b}\n");
        LoadResult.Wrong wrong = wrong("pools: {web: &p {serversFile: lists/web.servers}, other: *p}\n"
                + "routes: [{path: /o/, pool: other}, {pool: web}]");
        assertEquals(1, wrong.problems().size());
        assertTrue(wrong.lines().get(0).startsWith(list + ":2:13: servers[1].address: found b, expected"), wrong + "");
    }

    @Test
    void aTextThatIsTriedOutDoesNotShowWhatStandsInFiles() throws IOException {
        Path secret = write("secrets/deploy", SECRET + ": {key: also-secret}\n");
        LoadResult result = ConfigFile.read(
                directory.resolve("waybill.yaml"),
                "pools: {web: {serversFile: secrets/deploy, wieght: 4}}\n",
                name -> null);
        LoadResult.Wrong wrong = assertInstanceOf(LoadResult.Wrong.class, result);
        assertFalse(wrong.toString().contains("secret:"), wrong.toString());
        assertFalse(wrong.toString().contains(SECRET), wrong.toString());
        assertFalse(wrong.toString().contains("also"), wrong.toString());
        assertTrue(wrong.toString().contains("wieght"), wrong.toString());
        assertTrue(
                wrong.lines().get(1).startsWith(secret + ":1:1: "),
                wrong.lines().get(1));
    }

    @Test
    void bytesOfAListThatAreNotUtf8AreToldWithTheirPlace() throws IOException {
        Path list = write("lists/web.servers", "");
        Files.write(list, new byte[] {'-', ' ', (byte) 0xfc});
        assertTrue(wrong(WITH_LIST).lines().get(0).startsWith(list + ":1:3: yaml: found the byte 0xfc"));
    }

    @Test
    void allFilesAreNamedAlsoThoseThatAreMissing() throws IOException {
        String both = WITH_TOKEN.replace("8081\"]", "8081\"], serversFile: lists/web.servers");
        Path secret = write("secrets/deploy", SECRET);
        Path missing = directory.resolve("lists/web.servers");
        LoadResult.Wrong wrong = wrong(both);
        assertEquals(List.of(directory.resolve("waybill.yaml"), secret, missing), wrong.files());
        write("lists/web.servers", "[\"a:80\"]");
        LoadResult.Loaded loaded = loaded(both);
        assertEquals(wrong.files(), loaded.files());
        assertEquals(wrong.sha256(), loaded.sha256());
        assertNotEquals(wrong.fingerprint(), loaded.fingerprint());
    }

    @Test
    void theFingerprintIsThatOfAllBytes() throws IOException {
        write("lists/web.servers", "[\"a:80\"]");
        LoadResult.Loaded first = loaded(WITH_LIST);
        assertEquals(first.fingerprint(), loaded(WITH_LIST).fingerprint());
        assertEquals(64, first.fingerprint().length());

        write("lists/web.servers", "[\"a:80\"] ");
        LoadResult.Loaded second = loaded(WITH_LIST);
        assertEquals(first.config(), second.config());
        assertEquals(first.sha256(), second.sha256());
        assertNotEquals(first.fingerprint(), second.fingerprint());

        write("lists/web.servers", "[");
        LoadResult.Wrong broken = wrong(WITH_LIST);
        assertEquals(broken.fingerprint(), wrong(WITH_LIST).fingerprint());
        write("lists/web.servers", "[[");
        assertNotEquals(broken.fingerprint(), wrong(WITH_LIST).fingerprint());
    }

    @Test
    void aTextCanBeTriedAsIfTheFileHeldIt() throws IOException {
        write("lists/web.servers", "[\"a:80\"]");
        Path file = directory.resolve("not-there.yaml");
        LoadResult tried = ConfigFile.read(file, WITH_LIST, Read.ENVIRONMENT::get);
        assertEquals(List.of("a:80"), names(assertInstanceOf(LoadResult.Loaded.class, tried)));
        LoadResult wrong = ConfigFile.read(file, "pools: 3", Read.ENVIRONMENT::get);
        assertTrue(
                wrong.lines().get(0).startsWith(file + ":1:8: pools: found 3"),
                wrong.lines().toString());
        assertFalse(Files.exists(file));
    }

    @Test
    void theSameTextHasTheSameFingerprintAsTheFile() throws IOException {
        Path file = write("waybill.yaml", Read.POOLS);
        LoadResult.Loaded tried =
                assertInstanceOf(LoadResult.Loaded.class, ConfigFile.read(file, Read.POOLS, Read.ENVIRONMENT::get));
        assertEquals(Read.loaded(file), tried);
    }

    @ParameterizedTest
    @ValueSource(strings = {SECRET, SECRET + "\n", SECRET + "\r\n"})
    void aSecretIsTheOnlyLineOfItsFile(String content) throws IOException {
        write("secrets/deploy", content);
        AdminToken token = loaded(WITH_TOKEN).config().admin().tokens().get(0);
        assertEquals(new AdminToken("deploy", AdminRole.OPERATOR, SECRET), token);
        assertFalse(token.toString().contains(SECRET));
    }

    @ParameterizedTest
    @ValueSource(strings = {SECRET + "\n\n", "\n" + SECRET, " " + SECRET, SECRET + "\u00fc", "\ufeff" + SECRET, ""})
    void aFileWithMoreThanASecretIsRefusedWithoutShowingIt(String content) throws IOException {
        write("secrets/deploy", content);
        String line = wrong(WITH_TOKEN).lines().get(0);
        assertTrue(line.contains("admin.tokens[0].token: found "), line);
        assertFalse(line.contains("0123"), line);
    }

    @Test
    void aSecretThatEveryoneMayReadIsNoticed() throws IOException {
        Path secret = write("secrets/deploy", SECRET);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));
        assertEquals(List.of(), loaded(WITH_TOKEN).notices());
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
        String notice = loaded(WITH_TOKEN).notices().get(0).toString();
        assertTrue(
                notice.endsWith("admin.tokens[0].token: everyone on this machine may read " + secret
                        + ": take that right away with chmod o-r"),
                notice);
    }

    @Test
    void secretsMayComeFromTheEnvironment() throws IOException {
        LoadResult result = ConfigFile.read(
                write("waybill.yaml", WITH_TOKEN.replace("file:secrets/deploy", "${TOKEN}")), name -> SECRET);
        LoadResult.Loaded loaded = assertInstanceOf(LoadResult.Loaded.class, result);
        assertEquals(SECRET, loaded.config().admin().tokens().get(0).secret());
        assertFalse(loaded.toString().contains(SECRET));
    }
}
