using Integration.Graph.Engine.Planning.Rows;

namespace Integration.Graph.Engine.Tests.Planning.Rows;

public sealed class CursorSealerTests
{
    // When two threads shared one cipher, it mixed their data and produced cursors that could not be decrypted.
    [Fact]
    public void Cursors_that_are_sealed_at_the_same_time_do_not_mix()
    {
        using var sealer = new CursorSealer(new byte[32]);
        var expected = Enumerable.Range(0, 64).Select(i => sealer.Seal(["key" + i, (long)i], "context")).ToArray();
        var wrong = 0;

        Parallel.For(0, 100_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var cursor = sealer.Seal(["key" + (i % 64), (long)(i % 64)], "context");
            if (cursor != expected[i % 64] || sealer.Open(cursor, [typeof(string), typeof(long)], "context") is null)
            {
                Interlocked.Increment(ref wrong);
            }
        });

        wrong.ShouldBe(0);
    }
}
