namespace Integration.Graph.Server.Refugees;

/// <summary>Arithmetic of <see cref="Refugee.DateOfBirth"/>, the number yyyymmdd.</summary>
internal static class Age
{
    /// <summary>From this age on a person gives a consent alone.</summary>
    public const int Majority = 18;

    /// <summary>Nobody registered is older.</summary>
    public const int Oldest = 120;

    public static int ToNumber(DateOnly day) => (day.Year * 10000) + (day.Month * 100) + day.Day;

    public static DateOnly ToDay(int number) => new(number / 10000, number / 100 % 100, number % 100);

    /// <summary>Whole years.</summary>
    public static int On(DateOnly day, int dateOfBirth) => (ToNumber(day) - dateOfBirth) / 10000;

    /// <summary>The first day of the month of the 18th birthday; of February for a person born on 29 February.</summary>
    public static DateOnly MajorityMonth(int dateOfBirth)
    {
        var birth = ToDay(dateOfBirth);
        return new(birth.Year + Majority, birth.Month, 1);
    }
}
