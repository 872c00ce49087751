import ApusMigrations
import ApusORM
import ApusValues

/// Names of columns that `inspectdb` leaves as they are, though a model knows these words.
@Model
struct AwkwardColumns {
    var value: Int
    var table: String
    var schema: String
    var description: String
    var descriptionValue: Int
    var columns: Int
    var query: String
    var filter: String
}
