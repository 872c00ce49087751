/// A question before something that can't be undone.
enum Confirmation {
    /// Whether the person at the terminal typed `yes`; an end of input is a no.
    static func ask(_ question: String) -> Bool {
        Output.write(question + "\n\n    Type 'yes' to continue, or 'no' to cancel: ", to: 1)
        return readLine() == "yes"
    }
}
