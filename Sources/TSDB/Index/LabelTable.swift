internal import PrometheusBytes
internal import PrometheusModel

/// Every label name and every pair of a name and a value once.
///
/// Values are interned with their name: label sets are made of pairs, and hardly any text is a value of two names.
struct LabelTable: ~Copyable {
    /// A label name.
    struct Name {
        /// Where the name lies in the text.
        var offset: UInt32
        var length: UInt32
        /// All pairs with this name.
        var pairs: [PairID] = []
        /// How often `pairs` changed.
        var version: UInt64 = 0
    }

    /// A label name with one value.
    struct Pair: BitwiseCopyable {
        /// Where the value lies in the text.
        var offset: UInt32
        var length: UInt32
        /// The position of the name.
        var name: UInt32
        var postings = PostingsList()
    }

    /// The most bytes that all names and values may take together.
    static let textLimitBytes = Int(UInt32.max)

    private(set) var names: [Name] = []
    /// How often it changed which names have pairs.
    private(set) var namesVersion: UInt64 = 0
    private var nameTable = IDTable(capacity: 0)
    private var pairs = Column<Pair>()
    private var pairTable = IDTable(capacity: 0)
    private var text = Column<UInt8>()
    /// Pairs that no series has any more, to be used again.
    private var freePairs: [PairID] = []
    /// Bytes of the text that belong to no pair any more.
    private(set) var unusedTextBytes = 0
    private let seed: UInt64

    init(seed: UInt64) { self.seed = seed }

    /// The numbers of all pairs are below this.
    var pairLimit: Int { pairs.count }

    /// The number of pairs.
    var pairCount: Int { pairs.count - freePairs.count }

    /// The bytes of all distinct names and values.
    var textBytes: Int { text.count }

    /// All names and values, one behind the other.
    var textCopy: [UInt8] {
        var copy: [UInt8] = []
        copy.append(text.rawSpan(0..<text.count))
        return copy
    }

    /// The bytes kept, used or not.
    var byteCount: Int {
        text.capacityBytes + pairs.capacityBytes + pairTable.byteCount + nameTable.byteCount
            + names.reduce(0) { $0 + $1.pairs.capacity * 4 }
    }

    subscript(pair: PairID) -> Pair {
        @inline(__always) _read { yield pairs[pair.index] }
        @inline(__always) _modify { yield &pairs[pair.index] }
    }

    /// The bytes of a name.
    @_lifetime(borrow self)
    func nameBytes(_ name: UInt32) -> RawSpan {
        let (offset, length) = (Int(names[Int(name)].offset), Int(names[Int(name)].length))
        return text.rawSpan(offset..<(offset + length))
    }

    /// The bytes of a pair's value.
    @_lifetime(borrow self)
    func valueBytes(_ pair: PairID) -> RawSpan {
        let (offset, length) = (Int(pairs[pair.index].offset), Int(pairs[pair.index].length))
        return text.rawSpan(offset..<(offset + length))
    }

    /// The number of a name, `nil` if no series has it.
    func name(_ bytes: RawSpan) -> UInt32? {
        nameTable.find(FoldHash.hash(bytes, seed: seed)) { nameBytes($0).hasSameBytes(as: bytes) }
    }

    /// The pair of a name and a value, `nil` if no series has it.
    func pair(_ name: UInt32, _ value: RawSpan) -> PairID? { pair(name, value, pairHash(name, value)) }

    /// The pair of a name and a value, created if it is new.
    mutating func intern(_ name: RawSpan, _ value: RawSpan) -> PairID { intern(internName(name), value) }

    /// The pair of a known name and a value, created if it is new.
    mutating func intern(_ name: UInt32, _ value: RawSpan) -> PairID {
        let hash = pairHash(name, value)
        if let found = pair(name, value, hash) { return found }
        let pair = Pair(offset: UInt32(text.count), length: UInt32(value.byteCount), name: name)
        let id = freePairs.popLast() ?? PairID(pairs.count)
        if id.index < pairs.count { pairs[id.index] = pair } else { pairs.append(pair) }
        appendText(value)
        if pairTable.isFull { enlargePairTable() }
        pairTable.insert(hash, id.rawValue)
        if names[Int(name)].pairs.isEmpty { namesVersion += 1 }
        names[Int(name)].pairs.append(id)
        names[Int(name)].version += 1
        return id
    }

    /// Takes a pair out of the table; it stays listed under its name.
    mutating func forget(_ pair: PairID) {
        pairTable.remove(pairHash(self[pair].name, valueBytes(pair)), pair.rawValue)
        unusedTextBytes += Int(self[pair].length)
        pairs[pair.index].length = 0
        pairs[pair.index].offset = 0
        freePairs.append(pair)
    }

    /// Takes the pairs for which `isRemoved` holds off the list of their name.
    mutating func forgetPairs(of name: UInt32, _ isRemoved: (PairID) -> Bool) {
        names[Int(name)].pairs.removeAll(where: isRemoved)
        names[Int(name)].version += 1
        if names[Int(name)].pairs.isEmpty { namesVersion += 1 }
    }

    /// Copies the text that is in use to new storage.
    mutating func packText() {
        var packed = Column<UInt8>()
        packed.reserve(text.count - unusedTextBytes)
        for name in names.indices {
            let start = UInt32(packed.count)
            packed.append(nameBytes(UInt32(name)))
            names[name].offset = start
            for pair in names[name].pairs {
                let offset = UInt32(packed.count)
                packed.append(valueBytes(pair))
                pairs[pair.index].offset = offset
            }
        }
        precondition(packed.count == text.count - unusedTextBytes, "text is in use that no pair owns")
        text = packed
        unusedTextBytes = 0
    }

    // MARK: Parts

    private func pair(_ name: UInt32, _ value: RawSpan, _ hash: UInt64) -> PairID? {
        let found = pairTable.find(hash) { id in
            pairs[Int(id)].name == name && valueBytes(PairID(id)).hasSameBytes(as: value)
        }
        return found.map { PairID($0) }
    }

    /// The number of a name, which gets one if it is new.
    mutating func internName(_ bytes: RawSpan) -> UInt32 {
        if let found = name(bytes) { return found }
        let id = UInt32(names.count)
        names.append(Name(offset: UInt32(text.count), length: UInt32(bytes.byteCount)))
        appendText(bytes)
        if nameTable.isFull { enlargeNameTable() }
        nameTable.insert(FoldHash.hash(bytes, seed: seed), id)
        return id
    }

    private mutating func appendText(_ bytes: RawSpan) {
        precondition(text.count + bytes.byteCount <= Self.textLimitBytes, "label text was not checked for its limit")
        text.append(bytes)
    }

    private mutating func enlargePairTable() {
        var larger = IDTable(capacity: pairTable.count * 2)
        for name in names.indices {
            for pair in names[name].pairs {
                larger.insert(pairHash(UInt32(name), valueBytes(pair)), pair.rawValue)
            }
        }
        pairTable = larger
    }

    private mutating func enlargeNameTable() {
        var larger = IDTable(capacity: nameTable.count * 2)
        for id in 0..<nameTable.count {
            larger.insert(FoldHash.hash(nameBytes(UInt32(id)), seed: seed), UInt32(id))
        }
        nameTable = larger
    }

    @inline(__always)
    private func pairHash(_ name: UInt32, _ value: RawSpan) -> UInt64 {
        FoldHash.hash(value, seed: seed &+ UInt64(name) &* 0x9E37_79B9_7F4A_7C15)
    }
}
