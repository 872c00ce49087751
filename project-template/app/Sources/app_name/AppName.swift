import Apus

/// The app `{{ app_name }}`.
public struct {{ AppName }}: App {
    public static let models: Models = []
    public static let migrations = {{ appName }}Migrations

    public static let urls = Routes("{{ app_name }}") {
        path("", index, name: "index")
    }

    public init() {}
}
