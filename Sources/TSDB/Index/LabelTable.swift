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
        /// All pairs with this name, ascending.
        var pairs: [PairID] = []
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
    private var nameTable = IDTable(capacity: 0)
    private var pairs = Column<Pair>()
    private var pairTable = IDTable(capacity: 0)
    private var text = Column<UInt8>()
    private let seed: UInt64

    init(seed: UInt64) { self.seed = seed }

    /// The number of pairs.
    var pairCount: Int { pairs.count }

    /// The bytes of all distinct names and values.
    var textBytes: Int { text.count }

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
    mutating func intern(_ name: RawSpan, _ value: RawSpan) -> PairID {
        let name = internName(name)
        let hash = pairHash(name, value)
        if let found = pair(name, value, hash) { return found }
        let id = PairID(pairs.count)
        pairs.append(Pair(offset: UInt32(text.count), length: UInt32(value.byteCount), name: name))
        appendText(value)
        if pairTable.isFull { enlargePairTable() }
        pairTable.insert(hash, id.rawValue)
        names[Int(name)].pairs.append(id)
        return id
    }

    // MARK: Parts

    private func pair(_ name: UInt32, _ value: RawSpan, _ hash: UInt64) -> PairID? {
        let found = pairTable.find(hash) { id in
            pairs[Int(id)].name == name && valueBytes(PairID(id)).hasSameBytes(as: value)
        }
        return found.map { PairID($0) }
    }

    private mutating func internName(_ bytes: RawSpan) -> UInt32 {
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
        var larger = IDTable(capacity: pairTable.capacity * 2)
        for id in 0..<pairTable.count {
            larger.insert(pairHash(pairs[id].name, valueBytes(PairID(id))), UInt32(id))
        }
        pairTable = larger
    }

    private mutating func enlargeNameTable() {
        var larger = IDTable(capacity: nameTable.capacity * 2)
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
