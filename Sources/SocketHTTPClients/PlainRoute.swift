/// Which way a request goes.
package enum PlainRoute: Sendable {
    /// To the host of the URL.
    case direct
    /// To a proxy that is spoken to in plain HTTP, with the value of the header `Proxy-Authorization`.
    case proxy(host: String, port: UInt16, authorization: String?)
    /// In a way that the full client knows.
    case elsewhere
}
