/// The type that Go would have for a whole number, which its messages and its printing name.
package enum TemplateIntegerType: String, Sendable, Hashable {
    case int
    case int64
    case uint8
    case month = "time.Month"
    case weekday = "time.Weekday"
}
