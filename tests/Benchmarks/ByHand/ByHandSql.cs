namespace Integration.Graph.Benchmarks.ByHand;

/// <summary>
/// Hand-written SQL with the consent rules: a person is a row only if the consent in force grants something to the
/// municipality, and each field leaves the database only if it is granted.
/// </summary>
internal static class ByHandSql
{
    private const string Columns =
        """
        SELECT r.id, r.reference, c.version, c.municipality_fields,
          CASE WHEN (c.municipality_fields & 1) = 1 THEN r.given_name END,
          CASE WHEN (c.municipality_fields & 1) = 1 THEN r.family_name END,
          CASE WHEN (c.municipality_fields & 2) = 2 THEN r.phone END,
          CASE WHEN (c.municipality_fields & 8) = 8 THEN (@today - r.date_of_birth) / 10000 END,
          CASE WHEN (c.municipality_fields & 16) = 16 THEN r.nationality_code END,
          CASE WHEN (c.municipality_fields & 4) = 4 AND r.name_and_address_protection THEN 1 ELSE 0 END,
          CASE WHEN (c.municipality_fields & 4) = 4 AND r.street IS NULL THEN 1 ELSE 0 END,
          CASE WHEN (c.municipality_fields & 32) = 32 AND r.caseworker_id IS NULL THEN 1 ELSE 0 END,
          CASE WHEN (c.municipality_fields & 64) = 64 AND r.languages = '' THEN 1 ELSE 0 END
        """;

    private const string More =
        """
        ,
          CASE WHEN (c.municipality_fields & 4) = 4 AND NOT r.name_and_address_protection THEN r.street END,
          CASE WHEN (c.municipality_fields & 4) = 4 AND NOT r.name_and_address_protection THEN r.postal_code END,
          CASE WHEN (c.municipality_fields & 4) = 4 AND NOT r.name_and_address_protection THEN r.town END,
          w.id, w.name, w.phone, w.email, f.id, b.name

        """;

    private const string From = "\nFROM refugees r JOIN consents c ON c.id = r.consent_id\n";

    private const string Links =
        """
        LEFT JOIN caseworkers w ON w.id = r.caseworker_id AND (c.municipality_fields & 32) = 32
        LEFT JOIN referrals f ON f.id = r.referral_id AND f.municipality_code = r.municipality_code
        LEFT JOIN branches b ON b.id = f.branch_id

        """;

    private const string Rule = "WHERE r.municipality_code = @scope AND c.valid_until > @now AND c.municipality_fields > 0";

    private const string Filter =
        """
         AND (c.municipality_fields & 16) = 16 AND r.nationality_code = @nationality
         AND (c.municipality_fields & 8) = 8 AND (@today - r.date_of_birth) / 10000 >= @age
        """;

    private const string Order = "\nORDER BY r.moves_in_on DESC NULLS LAST, r.id LIMIT 50";

    public const string Worklist = Columns + More + From + Links + Rule + Order;

    public const string Person = Columns + More + From + Links + Rule + " AND r.id = @id";

    public const string FilterPage = Columns + From + Rule + Filter + Order;

    public const string FilterCount = "SELECT COUNT(*)" + From + Rule + Filter;

    public const string Branches =
        """
        SELECT b.id, b.name, b.municipality_code, a.activity_type_key, a.title, a.weekday
        FROM (
          SELECT b.id, b.name, b.name_order, b.municipality_code FROM branches b
          WHERE EXISTS (
            SELECT 1 FROM activities a JOIN activity_types t ON t.key = a.activity_type_key
            WHERE a.branch_id = b.id AND a.opens_on <= @day AND (a.closes_on IS NULL OR a.closes_on > @day) AND t.is_integration)
          ORDER BY b.name_order, b.id LIMIT 100) b
        LEFT JOIN activities a ON a.branch_id = b.id AND (a.closes_on IS NULL OR a.closes_on > @day)
        ORDER BY b.name_order, b.id, a.opens_on, a.id
        """;
}
