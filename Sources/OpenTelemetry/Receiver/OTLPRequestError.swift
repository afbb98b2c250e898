/// Why a request is not one of OTLP's, in upstream's words.
enum OTLPRequestError: Error, CustomStringConvertible {
    case contentType(String)
    case compression(String)

    var description: String {
        switch self {
        case .contentType(let type):
            "unsupported content type: \(type), supported: [application/json, application/x-protobuf]"
        case .compression(let name):
            "unsupported compression: \(name). Only \"gzip\" or no compression supported"
        }
    }
}
