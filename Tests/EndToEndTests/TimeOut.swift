/// Something did not happen in time.
struct TimeOut: Error, CustomStringConvertible {
    let description: String
}
