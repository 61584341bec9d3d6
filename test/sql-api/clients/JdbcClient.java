import java.io.*;
import java.sql.*;
import org.postgresql.PGConnection;

/** What the test asks of every client, through JDBC; the arguments are host, port, user and password. */
class JdbcClient {
  public static void main(String[] args) throws SQLException, IOException {
    String url = "jdbc:postgresql://" + args[0] + ":" + args[1] + "/cube";
    try (Connection connection = DriverManager.getConnection(url, args[2], args[3])) {
      DatabaseMetaData meta = connection.getMetaData();
      int tables = 0;
      try (ResultSet found = meta.getTables(null, "public", "%", new String[] {"TABLE"})) {
        while (found.next()) tables++;
      }
      System.out.println("tables " + tables);
      StringBuilder columns = new StringBuilder();
      try (ResultSet found = meta.getColumns(null, "public", "MilestoneFunnel", "%")) {
        while (found.next() && found.getInt("ORDINAL_POSITION") <= 3) {
          columns.append(' ').append(found.getString("COLUMN_NAME")).append(':').append(found.getString("TYPE_NAME"));
        }
      }
      System.out.println("columns" + columns);
      // Answered by the catalogue as well: that there are none.
      for (ResultSet none : new ResultSet[] {
          meta.getPrimaryKeys(null, "public", "MilestoneFunnel"),
          meta.getImportedKeys(null, "public", "MilestoneFunnel"),
          meta.getIndexInfo(null, "public", "MilestoneFunnel", false, false),
          meta.getProcedures(null, "public", "%")}) {
        if (none.next()) throw new SQLException("a key, an index or a procedure of nothing");
        none.close();
      }
      meta.getTypeInfo().close();
      meta.getSchemas().close();
      meta.getCatalogs().close();
      System.out.println("rates " + rate(connection, "multiSessionActivationCompletionRate", "MultiSessionActivationCompletionRate")
          + " " + rate(connection, "percentQualified", "MilestoneCompletion")
          + " " + rate(connection, "expansionActivationRate", "ExpansionActivationRate")
          + " " + rate(connection, "activationRate", "ActivationRate"));
      // After five runs the driver prepares on the server, and takes values in binary.
      try (PreparedStatement statement = connection.prepareStatement(
          "SELECT MEASURE(\"newSignUps\") FROM \"ActivationRate\" WHERE persona = ? AND \"signedUpAt\" >= ? AND 1 = ?")) {
        long developers = 0;
        for (int run = 0; run < 7; run++) {
          statement.setString(1, "developer");
          statement.setTimestamp(2, Timestamp.valueOf("2026-01-01 00:00:00"));
          statement.setInt(3, 1);
          try (ResultSet found = statement.executeQuery()) {
            found.next();
            developers = found.getLong(1);
          }
        }
        System.out.println("developers " + developers);
      }
      // In a transaction with a fetch size the driver reads a portal in parts.
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(300);
        int rows = 0;
        try (ResultSet found = statement.executeQuery("SELECT persona FROM \"ActivationRate\"")) {
          while (found.next()) rows++;
        }
        System.out.println("rows " + rows);
      }
      connection.rollback();
      // By a function call, which is refused; the connection goes on.
      PGConnection postgres = connection.unwrap(PGConnection.class);
      try {
        postgres.getLargeObjectAPI().open(1);
        throw new IOException("a large object of nothing");
      } catch (SQLException refused) {
        if (!refused.getSQLState().matches("0A000|42883|42501|25P02")) throw refused;
      }
      connection.rollback();
      StringWriter copied = new StringWriter();
      long lines = postgres.getCopyAPI().copyOut("COPY (SELECT persona FROM \"ActivationRate\") TO STDOUT", copied);
      if (lines != 1000 || copied.toString().split("\n").length != 1000) throw new IOException("copied " + lines);
      connection.rollback();
    }
  }

  private static String rate(Connection connection, String measure, String view) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT MEASURE(\"" + measure + "\") FROM \"" + view + "\"")) {
      found.next();
      return found.getBigDecimal(1).setScale(2).toPlainString();
    }
  }
}
