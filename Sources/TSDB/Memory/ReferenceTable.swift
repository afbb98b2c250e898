/// Numbers of 32 bits by numbers of 64 bits that mostly lie close together: a page for each sixteen neighbours.
///
/// Six bytes an entry where all neighbours are there, a hundred where none is.
struct ReferenceTable: ~Copyable {
    private static let pageSize: UInt64 = 16

    private var pages: [UInt64: UInt32] = [:]
    private var values = Column<UInt32>()
    /// The page that was used last.
    private var cached: (page: UInt64, start: Int) = (.max, 0)

    init() {}

    /// The number kept for a reference, 0 if there is none.
    func value(_ reference: UInt64) -> UInt32 {
        let page = reference / Self.pageSize
        if page == cached.page { return values[cached.start + Int(reference % Self.pageSize)] }
        guard let start = pages[page] else { return 0 }
        return values[Int(start) + Int(reference % Self.pageSize)]
    }

    /// Keeps a number for a reference.
    mutating func set(_ value: UInt32, for reference: UInt64) {
        let page = reference / Self.pageSize
        if page != cached.page {
            if let start = pages[page] {
                cached = (page, Int(start))
            } else {
                let start = values.count
                values.extend(to: start + Int(Self.pageSize), with: 0)
                pages[page] = UInt32(start)
                cached = (page, start)
            }
        }
        values[cached.start + Int(reference % Self.pageSize)] = value
    }

    /// All references with a number.
    func forEach(_ body: (UInt64, UInt32) -> Void) {
        for (page, start) in pages {
            for offset in 0..<Int(Self.pageSize) {
                let value = values[Int(start) + offset]
                if value != 0 { body(page * Self.pageSize + UInt64(offset), value) }
            }
        }
    }
}
