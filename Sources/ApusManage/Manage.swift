public import ApusWeb

/// The `manage` command: a site's tasks, from the first migration to serving it.
public enum Manage {
    /// The version of Apus.
    public static let version = "0.1.0"
}
