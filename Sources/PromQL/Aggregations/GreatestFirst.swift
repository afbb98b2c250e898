/// The order of `max`.
enum GreatestFirst: ExtremeOrder {
    @inline(__always)
    static func replaces(_ value: Double, _ known: Double) -> Bool { value > known }
}
