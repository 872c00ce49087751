/// How a program is compiled.
enum Configuration: String {
    case debug, release
}
