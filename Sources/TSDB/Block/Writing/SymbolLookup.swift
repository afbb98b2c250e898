internal import PrometheusBytes

/// Finds the numbers of the texts in a symbol table by their hashes.
struct SymbolLookup: ~Copyable {
    private let symbols: SymbolTable
    private var table: IDTable
    private let seed = FoldHash.processSeed

    init(_ symbols: SymbolTable) {
        self.symbols = symbols
        table = IDTable(capacity: symbols.count)
        var cursor = symbols.cursor()
        while cursor.next() {
            table.insert(FoldHash.hash(cursor.text, seed: seed), UInt32(truncatingIfNeeded: cursor.ordinal))
        }
    }

    /// The number of a text, `nil` if the table does not have it.
    func symbol(_ text: RawSpan) -> UInt32? {
        table.find(FoldHash.hash(text, seed: seed)) { ordinal in
            symbols.text(of: Int(ordinal))?.hasSameBytes(as: text) ?? false
        }
    }
}
