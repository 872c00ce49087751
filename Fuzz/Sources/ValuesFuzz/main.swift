import ApusORM
import ApusValues
import FoundationEssentials
import Fuzzing

// The input is a text as a database's cell, a fixture or a visitor may hold it, where a field wants a
// moment, a number, a length of time or a document.
runFuzzer { bytes in
    let text = String(decoding: bytes, as: UTF8.self)

    // What is read from a cell and written is read again as the same.
    if let date = try? Date(storedAs: .text(text)), let again = try? Date(storedAs: date.sqlValue) {
        // A day of the year 9999 in seconds has no exact microseconds.
        check(abs(again.timeIntervalSince(date)) < 0.001, text)
    }
    checkReadAgain(CivilDate.self, text)
    checkReadAgain(TimeOfDay.self, text)
    checkReadAgain(UUID.self, text)
    checkReadAgain(Decimal.self, text)
    // A number too large for a double is infinite, which no document can hold.
    if let document = try? DynamicValue(storedAs: .text(text)),
        let again = try? DynamicValue(storedAs: document.sqlValue)
    {
        check(again.sqlValue == document.sqlValue, text)
    }

    if let duration = DurationText.parse(text) {
        check(DurationText.parse(DurationText.string(duration)) == duration, text)
        check(DurationText.parse(DurationText.iso(duration)) == duration, text)
        _ = duration.sqlValue
    }
    if let number = DecimalNumber(text) { _ = number.description.count }
}

func checkReadAgain<Value: FieldValue & Equatable>(_: Value.Type, _ text: String) {
    guard let value = try? Value(storedAs: .text(text)) else { return }
    check((try? Value(storedAs: value.sqlValue)) == value, "\(Value.self): \(text)")
}
