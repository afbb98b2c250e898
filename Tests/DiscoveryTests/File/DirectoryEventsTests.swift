@testable import Discovery
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What the kernel tells of directories.
@Suite(.timeLimit(.minutes(1))) struct DirectoryEventsTests {
    @Test func `those who follow a directory are told of files that come, change and go`() async throws {
        let (directory, other) = (try TemporaryDirectory(), try TemporaryDirectory())
        let events = try #require(DirectoryEvents())
        let (one, stream) = events.subscribe()
        let (two, quiet) = events.subscribe()
        #expect(events.follow([directory.path], for: one).isEmpty)
        #expect(events.follow([other.path], for: two).isEmpty)
        var told = stream.makeAsyncIterator()
        directory.write("a.json", "[]")
        #expect(await told.next() == .changed)
        directory.remove("a.json")
        #expect(await told.next() == .changed)
        // What the other was told is at most of its own directory.
        other.write("b.json", "[]")
        var quietly = quiet.makeAsyncIterator()
        #expect(await quietly.next() == .changed)
        events.unsubscribe(one)
        events.unsubscribe(two)
        while await told.next() != nil {}
    }

    @Test func `two who follow the same directory are both told, also when one of them stops`() async throws {
        let directory = try TemporaryDirectory()
        let events = try #require(DirectoryEvents())
        let (one, first) = events.subscribe()
        let (two, second) = events.subscribe()
        for subscriber in [one, two] { events.follow([directory.path], for: subscriber) }
        directory.write("a.json", "[]")
        var (firstTold, secondTold) = (first.makeAsyncIterator(), second.makeAsyncIterator())
        #expect(await firstTold.next() == .changed)
        #expect(await secondTold.next() == .changed)
        events.unsubscribe(one)
        directory.write("b.json", "[]")
        #expect(await secondTold.next() == .changed)
    }

    @Test func `a directory that is not there is named`() throws {
        let events = try #require(DirectoryEvents())
        let (subscriber, _) = events.subscribe()
        #expect(events.follow(["/nonexistent/a", "/"], for: subscriber) == ["/nonexistent/a"])
    }

    @Test(arguments: [("/etc/x/*.json", "/etc/x"), ("/a.yml", "/"), ("a.yml", "."), ("sd/*.yml", "sd")])
    func `the directory of a pattern is watched`(pattern: String, directory: String) {
        #expect(FileWatch.directory(of: pattern) == directory)
    }
}
