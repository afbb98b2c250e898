/// What a remote read request is answered with.
package enum RemoteReadAnswer {
    /// A status and a text; the content encoding of a sampled answer is said even then, as upstream does.
    case failure(status: Int, message: String, isSampled: Bool)
    /// A compressed message with all samples.
    case samples([UInt8])
    /// Frames with chunks, made while they are sent.
    case stream(RemoteReadStream)
}
