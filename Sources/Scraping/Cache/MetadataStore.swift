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

    private let pool: TextPool
    private var lines: [Line] = []
    /// The families, and for each the number of the scrape that told of it last.
    private(set) var families: [MetricMetadata] = []
    private var seenAt: [UInt32] = []
    /// Positions in `families` by name; made when a line is not known, because that is rare.
    private var positions: [String: Int]?
    private var nextLine = 0
    /// The family that was told of last in this scrape.
    private var current: Int?
    /// Families of which this scrape told something else than the one before.
    private(set) var changed: Set<String> = []
    private var number: UInt32 = 0
    /// Whether `families` changed since the last call of `markPublished`.
    private(set) var hasChanged = false

    /// Creates an empty store that shares its texts with the other users of `pool`.
    init(_ pool: TextPool) { self.pool = pool }

    /// Starts a scrape.
    mutating func begin() {
        nextLine = 0
        current = nil
        changed = []
    }

    /// What was told of the family of the series that follow.
    var currentFamily: MetricMetadata? { current.map { families[$0] } }

    /// Takes lines as long as they come in the known order; `false` if there was none.
    mutating func takeKnown(_ parser: inout ExpositionParser) -> Bool {
        let start = nextLine
        while nextLine < lines.count {
            let line = lines[nextLine]
            guard parser.nextKnownMetadata(line.hash, line.length, type: line.type) else { break }
            seenAt[line.family] = number
            current = line.family
            nextLine += 1
        }
        return nextLine > start
    }

    /// Takes what the parser has just read.
    mutating func take(_ entry: ExpositionEntry, _ exposed: ExposedMetadata) {
        let position = position(of: exposed.family)
        current = position
        var metadata = families[position]
        var lineType: MetricType?
        switch entry {
        case .type(let type):
            metadata.type = type
            lineType = type
        case .help: metadata.help = pool.shared(exposed.text)
        case .unit: metadata.unit = exposed.text
        case .sample, .histogram, .end: return
        }
        if metadata != families[position] {
            families[position] = metadata
            hasChanged = true
            changed.insert(metadata.family)
        }
        seenAt[position] = number
        guard exposed.length > 0 else { return }
        learn(Line(hash: exposed.hash, length: exposed.length, family: position, type: lineType))
    }

    /// Ends a good scrape: forgets lines that did not come and families that did not come for long.
    mutating func succeed() {
        lines.removeSubrange(nextLine...)
        number += 1
        let oldest = number > Self.keptScrapes ? number - Self.keptScrapes - 1 : 0
        positions = nil
        guard seenAt.contains(where: { $0 < oldest }) else { return }
        let kept = families.indices.filter { seenAt[$0] >= oldest }
        families = kept.map { families[$0] }
        seenAt = kept.map { seenAt[$0] }
        lines = []
        hasChanged = true
    }

    /// Notes that the families are where others see them.
    mutating func markPublished() { hasChanged = false }

    private mutating func position(of name: String) -> Int {
        var positions =
            self.positions ?? Dictionary(uniqueKeysWithValues: families.enumerated().map { ($1.family, $0) })
        // One copy only, so that adding does not copy the table.
        self.positions = nil
        defer { self.positions = positions }
        if let position = positions[name] { return position }
        let name = pool.shared(name)
        families.append(MetricMetadata(family: name, type: .unknown, help: "", unit: ""))
        seenAt.append(number)
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
