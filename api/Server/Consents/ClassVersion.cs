namespace Integration.Graph.Server.Consents;

/// <summary>How a recipient class counts the versions of a consent. See decisions/0007.</summary>
/// <param name="Version">1 for the first that the class is shown; 0 before.</param>
/// <param name="Since">See <see cref="Consent.MunicipalitySince"/>.</param>
internal readonly record struct ClassVersion(int Version, DateTime? Since)
{
    /// <summary>The next one, for a class.</summary>
    /// <param name="last">The latest version, in force or not; null if there is none.</param>
    /// <param name="continues">Whether the latest is in force and the new one takes its place.</param>
    /// <param name="recipient">The class.</param>
    /// <param name="fields">What the class is granted now.</param>
    /// <param name="validUntil">When that ends.</param>
    /// <param name="method">How it was given.</param>
    public static ClassVersion After(
        Consent? last, bool continues, RecipientClass recipient, SharedFields fields, DateTime validUntil, ConsentMethod method)
    {
        var (before, version, since) = (recipient, last) switch
        {
            (_, null) => (SharedFields.None, 0, null),
            (RecipientClass.Municipality, _) => (last.MunicipalityFields, last.MunicipalityVersion, last.MunicipalitySince),
            _ => (last.VolunteersFields, last.VolunteersVersion, last.VolunteersSince),
        };
        // What the class is not shown does not count.
        if (fields == SharedFields.None)
            return new ClassVersion(version, null);
        return continues && before == fields && last!.ValidUntil == validUntil && last.Method == method
            ? new ClassVersion(version, since ?? last.GivenAt)
            : new ClassVersion(version + 1, null);
    }
}
