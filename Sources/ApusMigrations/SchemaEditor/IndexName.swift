import ApusORM

/// The names that indexes get which have none of their own: Django's, so that a database that
/// Django made fits.
enum IndexName {
    /// The name for an index over `columns` of `table`: both, and eight digits of their digest.
    static func implied(table: String, columns: [String], suffix: String = "") -> String {
        let end = MD5.hexadecimal((table + columns.joined()).utf8).prefix(8) + suffix
        let name = "\(table)_\(columns.joined(separator: "_"))_\(end)"
        let limit = 200
        if name.count <= limit { return name }
        let room = (limit - end.count) / 2 - 1
        let short = "\(table.prefix(room))_\(columns.joined(separator: "_").prefix(room))_\(end)"
        let first = short.first
        return first == "_" || first?.isNumber == true ? "D" + short.dropLast() : short
    }
}
