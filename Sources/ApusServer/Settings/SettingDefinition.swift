/// One row of the table of settings: everything that the command line, the environment, the help
/// and `--print-config` need to know of it.
struct SettingDefinition: Sendable {
    let flag: String
    let environment: [String]
    let placeholder: String
    let help: String
    /// Applies values as given, last word first to last.
    let apply: @Sendable (inout ServerSettings, [String]) -> SettingProblem?
    let show: @Sendable (ServerSettings) -> String

    init<Value>(
        _ flag: String, _ path: any WritableKeyPath<ServerSettings, Value> & Sendable,
        _ kind: SettingKind<Value>, alsoFrom environment: [String] = [], _ help: String
    ) {
        self.init(
            flag: flag, alsoFrom: environment, placeholder: kind.placeholder, help: help,
            apply: { settings, texts in
                guard let text = texts.last else { return nil }
                guard let value = kind.parse(text) else {
                    return SettingProblem(text: text, expectation: kind.expectation)
                }
                settings[keyPath: path] = value
                return nil
            },
            show: { kind.show($0[keyPath: path]) })
    }

    /// A setting that may be given several times: the values are put together.
    init<Element>(
        list flag: String, _ path: any WritableKeyPath<ServerSettings, [Element]> & Sendable,
        _ kind: SettingKind<[Element]>, alsoFrom environment: [String] = [],
        _ help: String
    ) {
        self.init(
            flag: flag, alsoFrom: environment, placeholder: kind.placeholder, help: help,
            apply: { settings, texts in
                var all: [Element] = []
                for text in texts {
                    guard let values = kind.parse(text) else {
                        return SettingProblem(text: text, expectation: kind.expectation)
                    }
                    all += values
                }
                settings[keyPath: path] = all
                return nil
            },
            show: { kind.show($0[keyPath: path]) })
    }

    private init(
        flag: String, alsoFrom environment: [String], placeholder: String, help: String,
        apply: @escaping @Sendable (inout ServerSettings, [String]) -> SettingProblem?,
        show: @escaping @Sendable (ServerSettings) -> String
    ) {
        self.flag = flag
        let own = "APUS_" + flag.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
        self.environment = [own] + environment
        self.placeholder = placeholder
        self.help = help
        self.apply = apply
        self.show = show
    }
}

/// A value that a setting can't take.
struct SettingProblem {
    let text: String
    let expectation: String
}
