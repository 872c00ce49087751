public import ApusValues
public import FoundationEssentials

/// A type that can hold the present moment, or a part of it: what `@Field(autoNow:)` may stand on.
public protocol Moment: FieldValue {
    /// What a clock shows now; days and times of day are UTC's.
    static var present: Self { get }
}

extension Date: Moment {
    /// Now, to the microsecond, as the database keeps it.
    public static var present: Date {
        Date(timeIntervalSince1970: (Date.now.timeIntervalSince1970 * 1e6).rounded() / 1e6)
    }
}

extension CivilDate: Moment {
    /// Today.
    public static var present: CivilDate { CivilDateTime(.now, in: .utc).date }
}

extension TimeOfDay: Moment {
    /// The time now.
    public static var present: TimeOfDay { CivilDateTime(.now, in: .utc).time }
}
