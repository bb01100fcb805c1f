namespace Integration.Graph.Server.Refugees;

/// <summary>Calculates ages from <see cref="Refugee.DateOfBirth"/>, which is a number of the form yyyymmdd.</summary>
internal static class Age
{
    /// <summary>Age in years from which a person gives a consent without a guardian.</summary>
    public const int Majority = 18;

    /// <summary>Highest age in years that a registration accepts.</summary>
    public const int Oldest = 120;

    public static int ToNumber(DateOnly day) => (day.Year * 10000) + (day.Month * 100) + day.Day;

    public static DateOnly ToDay(int number) => new(number / 10000, number / 100 % 100, number % 100);

    /// <summary>Returns the age in whole years on a day.</summary>
    public static int On(DateOnly day, int dateOfBirth) => (ToNumber(day) - dateOfBirth) / 10000;

    /// <summary>
    /// Returns the first day of the month of the 18th birthday. A person born on 29 February has it in February.
    /// </summary>
    public static DateOnly MajorityMonth(int dateOfBirth)
    {
        var birth = ToDay(dateOfBirth);
        return new(birth.Year + Majority, birth.Month, 1);
    }
}
