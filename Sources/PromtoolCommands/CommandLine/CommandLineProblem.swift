internal import PrometheusModel

/// What is wrong with the arguments of the program, in upstream's words.
enum CommandLineProblem: Error, Hashable, CustomStringConvertible {
    case noSubcommand(of: String)
    case unknownCommand(String)
    case unknownFlag(String)
    case unknownShortFlag(Character)
    case missingValue(flag: String)
    case missingArgument(String)
    case missingFlag(String)
    case unexpected(String)
    case repeated(flag: String)
    case noFile(String)
    case directory(String)

    var description: String {
        switch self {
        case .noSubcommand(let command): "must select a subcommand of '\(command)'"
        case .unknownCommand(let word): "expected command but got \(word.quoted)"
        case .unknownFlag(let name): "unknown long flag '--\(name)'"
        case .unknownShortFlag(let name): "unknown short flag '-\(name)'"
        case .missingValue(let flag): "expected argument for flag '--\(flag)'"
        case .missingArgument(let name): "required argument '\(name)' not provided"
        case .missingFlag(let name): "required flag --\(name) not provided"
        case .unexpected(let word): "unexpected \(word)"
        case .repeated(let flag): "flag '\(flag)' cannot be repeated"
        case .noFile(let path): "path '\(path)' does not exist"
        case .directory(let path): "'\(path.split(separator: "/").last.map(String.init) ?? path)' is a directory"
        }
    }
}
