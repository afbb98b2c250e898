internal import Synchronization

/// Sorted lists of all label names, and of all values of some labels, as they were asked for lately.
///
/// A list is that of some blocks, whose indexes never change, and of a version of the head's index: it is given only to
/// who asks for the same.
final class LabelListCache: Sendable {
    /// What a list depends on.
    struct Source: Equatable {
        /// The numbers of the open blocks.
        let blocks: [UInt64]
        /// The head's version of the list; `nil` if the head is not asked.
        let version: UInt64?
    }

    private struct Entry {
        let source: Source
        let texts: [String]
    }

    private struct Lists {
        var entries: [LabelList: Entry] = [:]
        var textCount = 0
    }

    /// The most texts of all lists together: about 4 MB.
    private static let mostTexts = 1 << 16
    private static let mostLists = 64
    private let lists = Mutex(Lists())

    /// The list, if it is here.
    func find(_ list: LabelList, _ source: Source) -> [String]? {
        lists.withLock { lists in
            guard let entry = lists.entries[list], entry.source == source else { return nil }
            return entry.texts
        }
    }

    /// Keeps a list, in place of others if there is no room.
    func keep(_ list: LabelList, _ source: Source, _ texts: [String]) {
        guard texts.count <= Self.mostTexts / 4 else { return }
        lists.withLock { lists in
            if let old = lists.entries.removeValue(forKey: list) { lists.textCount -= old.texts.count }
            if lists.textCount + texts.count > Self.mostTexts || lists.entries.count >= Self.mostLists {
                lists = Lists()
            }
            lists.entries[list] = Entry(source: source, texts: texts)
            lists.textCount += texts.count
        }
    }
}
