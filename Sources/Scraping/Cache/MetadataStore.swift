internal import PrometheusExposition
internal import PrometheusModel

/// What a target told about its metric families.
///
/// Metadata lines come in the same order in every scrape, so a known line is skipped by its hash, as series are.
struct MetadataStore: Sendable {
    /// The number of good scrapes for which a family is kept that is not told of any more.
    private static let keptScrapes: UInt32 = 10

    private struct Line {
        let hash: UInt64
        let length: Int
        let family: Int
        /// For a `TYPE` line.
        let type: MetricType?
    }

    private struct Family {
        var metadata: MetricMetadata
        var seenAt: UInt32
    }

    private var lines: [Line] = []
    private var families: [Family] = []
    private var positions: [String: Int] = [:]
    private var nextLine = 0
    private var number: UInt32 = 0
    /// Whether the families changed since `published` was asked for.
    private(set) var hasChanged = false

    /// Starts a scrape.
    mutating func begin() { nextLine = 0 }

    /// Takes lines as long as they come in the known order; `false` if there was none.
    mutating func takeKnown(_ parser: inout ExpositionParser) -> Bool {
        let start = nextLine
        while nextLine < lines.count {
            let line = lines[nextLine]
            guard parser.nextKnownMetadata(line.hash, line.length, type: line.type) else { break }
            families[line.family].seenAt = number
            nextLine += 1
        }
        return nextLine > start
    }

    /// Takes what the parser has just read.
    mutating func take(_ entry: ExpositionEntry, _ parser: borrowing ExpositionParser) {
        let name = parser.metadataName
        let position = self.position(of: name)
        var metadata = families[position].metadata
        var lineType: MetricType?
        switch entry {
        case .type(let type):
            metadata.type = type
            lineType = type
        case .help: metadata.help = parser.metadataText
        case .unit: metadata.unit = parser.metadataText
        case .sample, .end: return
        }
        if metadata != families[position].metadata {
            families[position].metadata = metadata
            hasChanged = true
        }
        families[position].seenAt = number
        let (hash, length) = parser.metadataLine
        learn(Line(hash: hash, length: length, family: position, type: lineType))
    }

    /// Ends a good scrape: forgets lines that did not come and families that did not come for long.
    mutating func succeed() {
        lines.removeSubrange(nextLine...)
        number += 1
        let oldest = number > Self.keptScrapes ? number - Self.keptScrapes - 1 : 0
        guard families.contains(where: { $0.seenAt < oldest }) else { return }
        families.removeAll { $0.seenAt < oldest }
        positions = [:]
        for (position, family) in families.enumerated() { positions[family.metadata.family] = position }
        lines = []
        hasChanged = true
    }

    /// The families as they are now.
    mutating func published() -> [MetricMetadata] {
        hasChanged = false
        return families.map(\.metadata)
    }

    private mutating func position(of name: String) -> Int {
        if let position = positions[name] { return position }
        families.append(
            Family(metadata: MetricMetadata(family: name, type: .unknown, help: "", unit: ""), seenAt: number)
        )
        positions[name] = families.count - 1
        hasChanged = true
        return families.count - 1
    }

    /// Puts the line where it was read, in place of the lines before it that did not come.
    private mutating func learn(_ line: Line) {
        // A family more or less shifts the order by two or three lines.
        let window = lines[nextLine..<min(nextLine + 8, lines.count)]
        if let found = window.firstIndex(where: { $0.hash == line.hash && $0.length == line.length }) {
            lines.removeSubrange(nextLine..<found)
        } else {
            lines.insert(line, at: nextLine)
        }
        nextLine += 1
    }
}
