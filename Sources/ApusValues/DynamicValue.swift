public import FoundationEssentials

/// A value whose type is known only while the program runs: what a template prints, what a
/// fixture holds, what the debug pages show.
///
/// What is larger than a text lies behind a reference, so that a value takes 16 bytes and is copied
/// fast.
public enum DynamicValue: Sendable {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    /// An exact decimal number, or an integer too large for `Int`.
    indirect case decimal(DecimalNumber)
    case string(String)
    /// Text that is already HTML: never escaped again.
    case html(String)
    case bytes([UInt8])
    /// An instant; shown in the zone of whoever looks.
    case date(Date)
    /// A calendar day.
    indirect case day(CivilDate)
    /// A time of day.
    indirect case time(TimeOfDay)
    /// A day with a time, in a zone of its own or in none.
    indirect case dateTime(CivilDateTime)
    /// A length of time.
    indirect case duration(Duration)
    case list([DynamicValue])
    case dictionary(DynamicDictionary)
    indirect case object(any DynamicObject)
}
