import StrictYAML
import Testing

@Suite struct FilePatternTests {
    @Test(arguments: [
        ("a/*.yml", true), ("*", true), ("a/b.yml", true), ("a/*/b", false), ("a/*b*", false), ("*/a", false),
        ("", true),
    ])
    func `one star in the last component is a pattern`(text: String, isValid: Bool) {
        #expect(FilePattern(text).isValid == isValid)
    }

    @Test(arguments: [
        ("prometheus.yml", "rules/*.yml", "rules/*.yml"), ("/etc/p/prometheus.yml", "../r.yml", "/etc/r.yml"),
        ("conf/p.yml", "./a//b", "conf/a/b"), ("conf/p.yml", "/abs", "/abs"), ("conf/p.yml", "", ""),
        ("p.yml", "../../x", "../../x"), ("/p.yml", "../x", "/x"),
    ])
    func `relative paths are relative to the file they stand in`(file: String, path: String, expected: String) {
        #expect(BaseDirectory(ofFile: file).resolve(path) == expected)
    }

    @Test func `a missing file is an error in upstream's form`() {
        let error = #expect(throws: TextFileError.self) { try TextFile.read("/nonexistent/x.yml") }
        #expect(error?.description == "open /nonexistent/x.yml: no such file or directory")
        let directory = #expect(throws: TextFileError.self) { try TextFile.read("/tmp") }
        #expect(directory?.description == "read /tmp: is a directory")
    }

    @Test func `a pattern finds what is there, sorted`() {
        let found = FilePattern("/proc/self/stat*").matches()
        #expect(found.contains("/proc/self/status"))
        #expect(found == found.sorted())
        #expect(FilePattern("/proc/self/status").matches() == ["/proc/self/status"])
        #expect(FilePattern("/proc/self/nothing").matches() == [])
        #expect(FilePattern("/nonexistent/*").matches() == [])
    }
}
