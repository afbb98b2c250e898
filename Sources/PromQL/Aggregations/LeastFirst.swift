/// The order of `min`.
enum LeastFirst: ExtremeOrder {
    @inline(__always)
    static func replaces(_ value: Double, _ known: Double) -> Bool { value < known }
}
