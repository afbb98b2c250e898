/// Pieces whose bytes are counted; the sum is told at the end.
struct MeasuredPieces: ResponsePieces {
    private var base: any ResponsePieces
    private var total = 0
    private let finish: (_ bytes: Int) -> Void

    init(_ base: any ResponsePieces, finish: @escaping (_ bytes: Int) -> Void) {
        self.base = base
        self.finish = finish
    }

    mutating func next() -> [UInt8]? {
        guard let piece = base.next() else {
            finish(total)
            return nil
        }
        total += piece.count
        return piece
    }
}
