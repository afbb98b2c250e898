/// What the command line asks for.
enum CommandLineRequest {
    case help
    case version
    case serve(ServerOptions)

    /// Reads the arguments, the program's name not among them.
    static func parse(_ arguments: [String]) throws(CommandLineError) -> CommandLineRequest {
        let arguments = try CommandLineArguments(arguments)
        if arguments.asksForHelp { return .help }
        if arguments.asksForVersion { return .version }
        return .serve(try ServerOptions(try FlagValues(arguments.settings)))
    }
}
