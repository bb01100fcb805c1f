namespace Integration.Graph.Server.Consents;

/// <summary>Version of a consent as one recipient class counts it. See decisions/0007.</summary>
/// <param name="Version">1 for the first version that grants the class anything; 0 before that.</param>
/// <param name="Since">See <see cref="Consent.MunicipalitySince"/>.</param>
internal readonly record struct ClassVersion(int Version, DateTime? Since)
{
    /// <summary>Returns the class's version of the next consent version.</summary>
    /// <param name="last">The latest consent version, in force or not; null if there is none.</param>
    /// <param name="continues">Whether the latest version is in force, so that the new one replaces it.</param>
    /// <param name="recipient">The recipient class.</param>
    /// <param name="fields">The fields that the new version grants to the class.</param>
    /// <param name="validUntil">When the new version ends.</param>
    /// <param name="method">How the new version was given.</param>
    public static ClassVersion After(
        Consent? last, bool continues, RecipientClass recipient, SharedFields fields, DateTime validUntil, ConsentMethod method)
    {
        var (before, version, since) = (recipient, last) switch
        {
            (_, null) => (SharedFields.None, 0, null),
            (RecipientClass.Municipality, _) => (last.MunicipalityFields, last.MunicipalityVersion, last.MunicipalitySince),
            _ => (last.VolunteersFields, last.VolunteersVersion, last.VolunteersSince),
        };
        // A version that grants the class nothing is not shown to it, so it does not count.
        if (fields == SharedFields.None)
        {
            return new ClassVersion(version, null);
        }

        return continues && before == fields && last!.ValidUntil == validUntil && last.Method == method
            ? new ClassVersion(version, since ?? last.GivenAt)
            : new ClassVersion(version + 1, null);
    }
}
