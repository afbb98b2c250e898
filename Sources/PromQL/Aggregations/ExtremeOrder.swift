/// Which of two values is the more extreme one.
protocol ExtremeOrder {
    static func replaces(_ value: Double, _ known: Double) -> Bool
}
